"""Text messages go to the backend that the setting names."""

from __future__ import annotations

import logging

import pytest

from messaging import sms


class RefusingBackend:
    """An operator that takes nothing."""

    def send(self, phone: str, text: str, **_told: object) -> None:
        raise sms.SmsError("余额不足")


def test_a_trial_site_writes_texts_to_the_log(settings, caplog) -> None:
    settings.SMS_BACKEND = "messaging.sms.LogBackend"

    with caplog.at_level(logging.INFO, logger="messaging.sms"):
        sms.send("13800000000", "验证码 123456")

    assert "13800000000" in caplog.text
    assert "验证码 123456" in caplog.text


def test_a_bureau_names_its_own_operator(settings) -> None:
    settings.SMS_BACKEND = f"{__name__}.RefusingBackend"

    with pytest.raises(sms.SmsError, match="余额不足"):
        sms.send("13800000000", "验证码 123456")


def test_tests_read_what_was_sent() -> None:
    sms.send("13800000000", "一")
    sms.send("13900000000", "二")

    assert sms.MemoryBackend.sent == [("13800000000", "一"), ("13900000000", "二")]
