"""Scripts and the people who follow them, on virtual time."""

import asyncio
from collections.abc import Callable

import pytest

from sandbox.phone.caller import CallerTimings, ScriptedCaller
from sandbox.phone.handset import Handset
from sandbox.phone.script import Script, ScriptError, parse_script

LOUD = bytes([0x10, 0x90]) * 80
TIMINGS = CallerTimings(quiet_ms=700, patience_s=5, farewell_s=2)


async def speak(text: str) -> bytes:
    """100 ms of sound for each word."""
    return LOUD * 5 * len(text.split())


class FakePhone:
    """A call on virtual time: `agent` says at which moments (ms) the agent sounds."""

    def __init__(self, agent: Callable[["FakePhone", int], bool]) -> None:
        self.handset = Handset()
        self.ms = 0
        self.log: list[tuple[int, str]] = []
        self.over = False
        self._agent = agent

    def report(self, kind: str, text: str) -> None:
        self.log.append((self.ms, f"{kind}: {text}"))

    def press(self, digit: str) -> None:
        self.log.append((self.ms, f"pressed {digit}"))

    def hang_up(self) -> None:
        self.log.append((self.ms, "hung up"))
        self.over = True

    async def run(self, script: str, until_ms: int = 60_000) -> list[tuple[int, str]]:
        caller = ScriptedCaller(parse_script(script), speak, TIMINGS)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(caller.run(self))
            while not self.over and self.ms < until_ms:
                self.handset.exchange(self.ms / 1000, LOUD if self._agent(self, self.ms) else None)
                for _ in range(8):
                    await asyncio.sleep(0)
                self.ms += 20
            task.cancel()
        return self.log


def between(*spans: tuple[int, int]) -> Callable[[FakePhone, int], bool]:
    return lambda _phone, ms: any(start <= ms < end for start, end in spans)


async def test_a_turn_is_taken_after_the_agent_fell_silent():
    log = await FakePhone(between((500, 1000), (1200, 2000))).run("turns: [{say: hello there}]")
    assert log[0][1] == "caller.said: hello there"
    assert 2000 + 680 <= log[0][0] <= 2000 + 720


async def test_each_turn_waits_for_an_answer_to_the_one_before():
    agent = between((0, 1000), (3000, 4000))
    log = await FakePhone(agent).run("turns: [{say: one}, {say: two}]")
    assert [(round(ms, -2), text) for ms, text in log[:2]] == [
        (1700, "caller.said: one"),
        (4700, "caller.said: two"),
    ]


async def test_barge_in_speaks_while_the_agent_does():
    log = await FakePhone(between((1000, 9000))).run("turns: [{say: stop, barge_in_after_ms: 600}]")
    assert log[0][1] == "caller.said: stop"
    assert 1600 <= log[0][0] <= 1660


async def test_seconds_to_wait_do_not_wait_for_the_agent():
    log = await FakePhone(between((0, 9000))).run("turns: [{say: hi, wait: 0.5}, {dtmf: '12', wait: 1}]")
    assert [text for _, text in log[:3]] == ["caller.said: hi", "pressed 1", "pressed 2"]
    assert 480 <= log[0][0] <= 540


async def test_a_silence_lasts_and_nobody_has_to_speak_into_it():
    log = await FakePhone(between((0, 1000))).run("turns: [{silence_ms: 3000}, {say: still here}]")
    assert log[0][1] == "caller.said: still here"
    assert 4600 <= log[0][0] <= 4800


async def test_after_a_prompt_into_the_silence_the_caller_lets_the_agent_finish():
    agent = between((0, 1000), (4000, 5500))
    log = await FakePhone(agent).run("turns: [{silence_ms: 3000}, {say: still here}]")
    assert 6100 <= log[0][0] <= 6300


async def test_hang_up_waits_its_turn():
    log = await FakePhone(between((0, 1000))).run("turns: [{hang_up: true}]")
    assert log == [(pytest.approx(1700, abs=40), "hung up")]


async def test_an_agent_who_never_speaks_is_given_up():
    log = await FakePhone(between()).run("turns: [{say: hello}]")
    assert [text for _, text in log] == ["caller.gave_up: the agent said nothing", "hung up"]
    assert log[0][0] == pytest.approx(5000, abs=60)


async def test_after_the_last_turn_the_answer_is_heard_out():
    agent = between((0, 1000), (2500, 5000))
    log = await FakePhone(agent).run("turns: [{say: bye}]")
    assert log[-1] == (pytest.approx(7000, abs=60), "hung up")


async def test_response_times_run_from_the_callers_last_sound():
    phone = FakePhone(between((0, 1000), (2500, 5000)))
    await phone.run("turns: [{say: bye bye}]")
    # Said from 1.7 s on for 0.2 s; the agent sounds again at 2.5 s.
    (response_ms,) = phone.handset.response_times_ms()
    assert response_ms == pytest.approx(2500 - 1900, abs=45)


def problems(text: str) -> list[str]:
    with pytest.raises(ScriptError) as refused:
        parse_script(text, "call.yaml")
    return str(refused.value).splitlines()


def test_a_whole_script_is_read():
    script = parse_script(
        'caller: {number: "+61400000123", voice: f1}\nto: "+61280001234"\nturns:\n  - say: Hello\n  - hang_up: true\n'
    )
    assert isinstance(script, Script)
    assert (script.caller.number, script.caller.voice, script.to) == ("+61400000123", "f1", "+61280001234")
    assert [turn.say for turn in script.turns] == ["Hello", None]


def test_every_problem_is_named_with_line_and_field():
    found = problems(
        "caller: {number: +61400000123}\nturns:\n  - say: hi\n  - dtmf: 1\n  - {say: x, hang_up: true}\n  - sya: x\n"
    )
    assert found[0].startswith("call.yaml:1: caller.number: ")
    assert found[0].endswith("quote it")
    assert found[1].startswith("call.yaml:4: turns.1.dtmf: ")
    assert "call.yaml:5: turns.2: " in found[2]
    assert "say and hang_up" in found[2]
    assert any(line.startswith("call.yaml:6: turns.3.sya: ") for line in found)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("turns: []", "call.yaml:1: turns: "),
        ("a: [", "call.yaml:1: not YAML"),
        ("", "call.yaml:1: script: "),
        ("turns:\n- say: hi\n  wait: soon\n", "call.yaml:3: turns.0.wait: "),
        ("turns:\n- say: hi\n  wait: 1\n  barge_in_after_ms: 5\n", "call.yaml:2: turns.0: "),
        ("turns:\n- silence_ms: -5\n", "call.yaml:2: turns.0.silence_ms: "),
    ],
)
def test_unusable_scripts_are_refused(text: str, start: str):
    assert problems(text)[0].startswith(start)
