"""Dossiers of the sample cases: one set of sentences, filled with what each case is about."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.enums import AnswerType
from applications.models import Case
from applications.terms import Material, Question
from demo.pictures import draw
from media.domain.uploads import UploadLimits, store_whole
from media.enums import FileKind
from printing.typesetting import typeset

PHONE, NATIONAL_ID, DIVISION = "13800000000", "11010119900307299X", "120102"

TEXTS = {
    "summary": "{title}流传在{place}，以{material}为主，由{makers}代代相传。每到{season}最为热闹，"
    "工序有{steps}。它把手上的功夫和街坊的日子连在一起，外地人看的是热闹，本地人看的是门道。"
    "如今仍有人按老规矩做，也愿意教。（示例内容）",
    "area": "主要分布在{place}，邻近街道也有人会做。",
    "history": "据老人讲，{title}始于{era}，最早由{makers}带到{place}。那时{season}家家离不开它，"
    "主要用于{use}。几十年间几起几落，靠口传身授留了下来；一九八〇年代恢复，二〇一〇年后有了固定的活动场地。"
    "以上据三位老人的口述整理，并与街道旧档相互对照。（示例内容）",
    "content": "所用的是{material}，工序为{steps}。每一步都有口诀：手要稳，火要准，心要静。"
    "做得好不好，行家看接口，外行看花样。完成之后用于{use}，多在{season}。"
    "学徒先学看料，再学动手，三年才许独立做完一件。老师傅常说，快一分是手艺，慢一分是心思。（示例内容）",
    "lineage": "第一代 示例甲（约1880年生）；第二代 示例乙（1912年生，父子）；第三代 示例丙（1946年生，师徒）；"
    "第四代 示例丁（1975年生，师徒）。",
    "features": "用料就地取材，{material}缺一不可；做法口传，没有图样；讲究时令，{season}以外很少做。"
    "外形朴素，细处见功夫，一看便知是这一带的东西。",
    "value": "它记录了{place}的生活方式，保存了{makers}的技艺与称呼，对研究本地的行业和节令有参考价值，"
    "也是街坊之间来往的由头，孩子们从中认识自己住的地方。",
    "state": "现在能完整操作的有四人，年纪最大的八十一岁，最小的三十岁。原料还能买到，场地由社区提供，"
    "但愿意长期学的年轻人不多，需要有人带、有地方练。",
    "protecting-unit": "示例文化馆",
    "plan-goals": "五年内培养能独立操作的传承人三名，整理口述与图样一套，每年公开活动不少于十次。",
    "plan-measures": "第一年录音录像，整理口诀；第二年编写教材，在两所小学开课；第三年办一次展览；"
    "第四年出一本图册；第五年总结评估。每年经费约三万元，由保护单位和社区共同承担，账目每年公开一次，接受社区居民和主管部门的监督。（示例内容）",
    "learning": "自幼跟随{makers}学{title}一路的手艺，从看料、打下手做起，第六年出师，四十年没有间断。"
    "师父传下的口诀和样子都记在本子上，也教给了徒弟。（示例内容）",
    "skill": "掌握全部工序：{steps}。尤其擅长最难的一步，做出的活儿接口平整、式样周正。"
    "能辨认老活儿的年代，也能按旧法修补。所用{material}都能自己备办。（示例内容）",
    "influence": "作品多次在区、市展览中展出，被街坊和同行认可，常有外区的人来请教。"
    "每年{season}在{place}公开演示，带动了一批爱好者。（示例内容）",
    "apprentices": "现有徒弟三人，其中两人能独立完成；在两所学校每周各上一次课。",
    "premises": "场地两间共一百二十平方米，由街道提供；有工作台六张、展示柜四组，水电和消防设施齐全。",
    "activities": "平日做{use}，周末开体验课，每次十五人；{season}办一次开放日，附近居民和学生都来。",
    "address": "河东区{place}（示例地址）",
    "ethnicity": "汉族",
}


def fill(case: Case, entry: dict[str, Any], category: Any) -> dict[str, str]:
    """An answer to every required question of the form, by key."""
    answers = {}
    for question in case.form.questions:
        text = _answer(case, entry, category, question)
        if text:
            answers[question.key] = text
    return answers


def _answer(case: Case, entry: dict[str, Any], category: Any, question: Question) -> str:
    by_type = {
        AnswerType.CATEGORY: str(category.pk),
        AnswerType.DIVISION: DIVISION,
        AnswerType.PHONE: PHONE,
        AnswerType.NATIONAL_ID: NATIONAL_ID,
        AnswerType.CONSENT: "yes",
        AnswerType.NUMBER: "6",
    }
    if question.key == "title":
        return str(entry["title"])
    if question.key == "birth-year":
        return "1956"
    if question.answer_type == AnswerType.PROJECT:
        return str(entry.get("listed", ""))
    if question.answer_type in by_type:
        return by_type[question.answer_type]
    if question.answer_type == AnswerType.CHOICE:
        return question.choices[0]
    if text := TEXTS.get(question.key):
        return text.format(**entry)
    if not question.required:
        return ""
    return {"contact-name": "示例联系人"}.get(question.key, case.applicant_name)


def files_for(case: Case, material: Material) -> list[Any]:
    """As many ready files as the checklist asks for, drawn and typeset here."""
    files = []
    for number in range(1, material.least_files + 1):
        if FileKind.PICTURE in material.files and material.key not in ("authorisation",):
            name = f"{material.name}{number}（示例）.jpg"
            content = draw(f"{case.title}{number}", 7)
        else:
            name, content = f"{material.name}（示例）.pdf", _paper(case, material)
        files.append(
            store_whole(
                owner=case.applicant,
                upload=SimpleUploadedFile(name, content),
                limits=UploadLimits(),
            )
        )
    return files


def _paper(case: Case, material: Material) -> bytes:
    data = {
        "title": material.name,
        "body": [f"“{case.title}”的{material.name}，示例文件，没有效力。"],
        "signer": case.applicant_name,
        "date": "示例日期",
    }
    return typeset("printing/letter.typ", data, dated=case.created_at.date())
