"""Parses TwiML as the carrier does.

Source: https://www.twilio.com/docs/voice/twiml
"""

from collections.abc import Callable
from xml.etree import ElementTree as ET

from sandbox.phone.verbs import (
    Connect,
    Dial,
    Gather,
    Hangup,
    Pause,
    Play,
    Record,
    Redirect,
    Reject,
    Say,
    Stream,
    Verb,
)


class TwimlError(Exception):
    """A document Twilio would not run.

    Attributes:
        code: 12100 not XML, 12200 an element or attribute that does not belong, 12300 a bad content type,
            31941 a track other than `inbound_track` in a `<Connect>`.
    """

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


def parse(document: str) -> tuple[Verb, ...]:
    """The verbs of a `<Response>`, in order; raises TwimlError.

    Verbs this carrier does not run (`<Enqueue>`, `<Sms>`, ...) are refused rather than skipped, so that a test notices.
    """
    try:
        root = ET.fromstring(document.strip())  # noqa: S314
    except ET.ParseError as error:
        raise TwimlError(12100, f"document parse failure: {error}") from error
    if root.tag != "Response":
        raise TwimlError(12200, f"the root is <{root.tag}>, not <Response>")
    return tuple(_verb(element) for element in root)


def _verb(element: ET.Element) -> Verb:
    reader = _READERS.get(element.tag)
    if reader is None:
        raise TwimlError(12200, f"<{element.tag}> is not a verb this carrier runs")
    return reader(element)


def _attributes(element: ET.Element, *allowed: str) -> dict[str, str]:
    unknown = sorted(set(element.attrib) - set(allowed))
    if unknown:
        raise TwimlError(12200, f"<{element.tag}> has no attribute {', '.join(unknown)}")
    return dict(element.attrib)


def _text(element: ET.Element) -> str:
    return (element.text or "").strip()


def _number(element: ET.Element, name: str, value: str | None, default: float) -> float:
    if value is None:
        return default
    try:
        return float(value)
    except ValueError as error:
        raise TwimlError(12200, f"<{element.tag} {name}> is not a number: {value!r}") from error


def _method(element: ET.Element, value: str | None) -> str:
    method = (value or "POST").upper()
    if method not in {"GET", "POST"}:
        raise TwimlError(12200, f"<{element.tag}> knows the methods GET and POST, not {value!r}")
    return method


def _connect(element: ET.Element) -> Connect:
    given = _attributes(element, "action", "method")
    if len(element) != 1 or element[0].tag != "Stream":
        raise TwimlError(12200, "<Connect> needs exactly one <Stream> here")
    return Connect(_stream(element[0]), given.get("action"), _method(element, given.get("method")))


def _stream(element: ET.Element) -> Stream:
    given = _attributes(element, "url", "name", "track", "statusCallback", "statusCallbackMethod")
    if "url" not in given:
        raise TwimlError(12200, "<Stream> needs a url")
    if given.get("track", "inbound_track") != "inbound_track":
        raise TwimlError(31941, f"a <Connect>ed stream's track must be inbound_track, not {given['track']!r}")
    parameters: dict[str, str] = {}
    for child in element:
        if child.tag != "Parameter" or set(child.attrib) != {"name", "value"}:
            raise TwimlError(12200, f"<Stream> holds <Parameter name value>, not <{child.tag}>")
        if len(child.attrib["name"]) + len(child.attrib["value"]) >= 500:
            raise TwimlError(12200, f"the parameter {child.attrib['name']!r} exceeds 500 characters")
        parameters[child.attrib["name"]] = child.attrib["value"]
    return Stream(
        url=given["url"],
        name=given.get("name", ""),
        status_callback=given.get("statusCallback"),
        status_callback_method=_method(element, given.get("statusCallbackMethod")),
        parameters=parameters,
    )


def _say(element: ET.Element) -> Say:
    given = _attributes(element, "voice", "language", "loop")
    # SSML children count as their text.
    return Say("".join(element.itertext()).strip(), int(_number(element, "loop", given.get("loop"), 1)))


def _play(element: ET.Element) -> Play:
    _attributes(element, "loop", "digits")
    return Play(_text(element))


def _pause(element: ET.Element) -> Pause:
    given = _attributes(element, "length")
    return Pause(_number(element, "length", given.get("length"), 1.0))


def _dial(element: ET.Element) -> Dial:
    given = _attributes(
        element,
        *("action", "method", "timeout", "answerOnBridge", "callerId", "hangupOnStar", "timeLimit"),
        *(
            "record",
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
            "recordingStatusCallbackEvent",
        ),
        *("trim", "ringTone", "sequential", "referUrl", "referMethod", "recordingTrack"),
    )
    numbers = [_text(element)] if _text(element) else []
    asked: dict[str, str] = {}
    for child in element:
        if child.tag != "Number":
            raise TwimlError(12200, f"<Dial> to a <{child.tag}> is not run by this carrier")
        asked = _attributes(
            child,
            "url",
            "method",
            "sendDigits",
            "statusCallback",
            "statusCallbackMethod",
            "statusCallbackEvent",
        )
        numbers.append(_text(child))
    if not numbers or not all(numbers):
        raise TwimlError(13225, "<Dial> needs a number")
    return Dial(
        numbers=tuple(numbers),
        action=given.get("action"),
        method=_method(element, given.get("method")),
        timeout_s=_number(element, "timeout", given.get("timeout"), 30.0),
        answer_on_bridge=given.get("answerOnBridge") == "true",
        caller_id=given.get("callerId"),
        asks_at=asked.get("url"),
        asks_method=_method(element, asked.get("method")),
    )


def _redirect(element: ET.Element) -> Redirect:
    given = _attributes(element, "method")
    return Redirect(_text(element), _method(element, given.get("method")))


def _hangup(element: ET.Element) -> Hangup:
    _attributes(element)
    return Hangup()


def _reject(element: ET.Element) -> Reject:
    reason = _attributes(element, "reason").get("reason", "rejected")
    if reason not in {"rejected", "busy"}:
        raise TwimlError(12200, f"<Reject> knows the reasons rejected and busy, not {reason!r}")
    return Reject(reason)


def _record(element: ET.Element) -> Record:
    given = _attributes(
        element,
        *("action", "method", "timeout", "finishOnKey", "maxLength", "playBeep", "trim", "transcribe"),
        *("recordingStatusCallback", "recordingStatusCallbackMethod", "recordingStatusCallbackEvent"),
    )
    return Record(
        action=given.get("action"),
        method=_method(element, given.get("method")),
        timeout_s=_number(element, "timeout", given.get("timeout"), 5.0),
        max_length_s=_number(element, "maxLength", given.get("maxLength"), 3600.0),
        finish_on_key=given.get("finishOnKey", "1234567890*#"),
        status_callback=given.get("recordingStatusCallback"),
        status_callback_method=_method(element, given.get("recordingStatusCallbackMethod")),
    )


def _gather(element: ET.Element) -> Gather:
    given = _attributes(
        element,
        *("action", "method", "timeout", "numDigits", "finishOnKey", "input", "actionOnEmptyResult"),
        *("language", "hints", "speechTimeout", "bargeIn"),
    )
    if given.get("input", "dtmf") != "dtmf":
        raise TwimlError(12200, "<Gather> takes key presses only in this carrier: input must be dtmf")
    prompts: list[Say | Play | Pause] = []
    for child in element:
        verb = _verb(child)
        if not isinstance(verb, Say | Play | Pause):
            raise TwimlError(12200, f"<{child.tag}> does not belong into <Gather>")
        prompts.append(verb)
    digits = given.get("numDigits")
    return Gather(
        prompts=tuple(prompts),
        action=given.get("action"),
        method=_method(element, given.get("method")),
        timeout_s=_number(element, "timeout", given.get("timeout"), 5.0),
        num_digits=int(_number(element, "numDigits", digits, 0)) if digits else None,
        finish_on_key=given.get("finishOnKey", "#"),
        action_on_empty_result=given.get("actionOnEmptyResult") == "true",
    )


_READERS: dict[str, Callable[[ET.Element], Verb]] = {
    "Connect": _connect,
    "Say": _say,
    "Play": _play,
    "Pause": _pause,
    "Dial": _dial,
    "Redirect": _redirect,
    "Hangup": _hangup,
    "Reject": _reject,
    "Record": _record,
    "Gather": _gather,
}
