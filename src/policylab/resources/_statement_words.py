"""What is said of statements and of links between them in one word each: the values of columns that several rooms read or draw."""

KINDS = ("target", "baseline", "instrument", "structure", "coverage")
COMPARED_KINDS = ("target", "baseline")  # what a series and a comparison of places are made of
OF_KINDS = "a tuple of kinds of statements"  # what a parameter for them must be
GROWTH = ("increase", "decrease", "annual_growth")  # measures of a change
REVISIONS = (
    "raised", "lowered", "kept", "faster", "slower", "same pace", "postponed", "redefined", "continued", "stated alike",
    "stated differently", "cannot be said",
)  # fmt: skip
ANSWERS = ("reached", "missed", "on the way", "cannot be said")
