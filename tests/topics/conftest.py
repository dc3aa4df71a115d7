"""A small corpus whose themes are known: education, health and network security, in two plans."""

import re

import pandas as pd
import pytest

from policylab.topics import TopicModel

THEMES = {
    "教育": ["学校 教师 课堂 学生", "教师 学生 校园 教学", "课堂 教学 学校 校园", "学生 校园 学校 教师", "教学 课堂 教师 校园"],
    "医疗": ["医院 医生 诊疗 患者", "患者 医保 医院 健康", "诊疗 健康 医生 医保", "医院 健康 患者 诊疗", "医生 医保 医院 患者"],
    "安全": ["密码 防护 漏洞 攻击", "防护 监测 密码 备份", "漏洞 攻击 监测 防护", "备份 密码 漏洞 防护", "攻击 监测 备份 漏洞"],
}


class SpaceSegmenter:
    """Words are what spaces part: the tests need no dictionary."""

    fingerprint = "space-1"

    def spans(self, text):
        return tuple((match.group(), match.start(), match.end()) for match in re.finditer(r"\S+", text))

    def keeps(self, form):
        return True

    def terms(self, text):
        return [form for form, _, _ in self.spans(text)]


def paragraphs(weights):
    """A table of paragraphs: for each plan, how often the texts of each theme are taken over."""
    rows = []
    for plan, numbers in weights.items():
        for theme, times in numbers.items():
            for i in range(times):
                for j, text in enumerate(THEMES[theme]):
                    rows.append({"plan": plan, "section": f"{plan}/{theme}{i}{j}", "text": f"{text} {text.split()[0]}"})
    return pd.DataFrame(rows)


@pytest.fixture
def segmenter():
    return SpaceSegmenter()


@pytest.fixture
def table():
    return paragraphs({"early": {"教育": 2, "医疗": 2, "安全": 1}, "late": {"教育": 1, "医疗": 1, "安全": 3}})


@pytest.fixture
def small(table, segmenter):
    """Three topics on the small corpus."""
    return TopicModel(3, segmenter=segmenter, min_terms=1, max_share=0.9, labels=(), random_state=0).fit(table)


@pytest.fixture(scope="session")
def model(corpus):
    return TopicModel(8, random_state=0).fit(corpus)
