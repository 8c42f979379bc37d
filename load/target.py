"""Which server a run rings, and what each generator is told about it."""

import os
from dataclasses import replace

import httpx
import psutil

from load.job import Job, LoadTimings
from load.levels import Level
from load.options import LoadOptions
from sandbox.local.process import SandboxError
from sandbox.local.running import Running, read_running
from sandbox.local.system import DEMO_NUMBER
from sandbox.options import Credentials, ScriptedTimings
from sandbox.phone.line import Line


def find_running(options: LoadOptions) -> Running | None:
    """The system under test, when it is known to run on this machine.

    Raises:
        SandboxError: the options name no server.
    """
    if options.running is not None:
        return options.running
    if options.url is None:
        if options.ws_url is None:
            raise SandboxError("name a server to ring: its public address or its stream address")
        return None
    try:
        running = read_running(options.data_dir)
    except SandboxError:
        return None
    return running if running.url == options.url.rstrip("/") and psutil.pid_exists(running.pid) else None


async def ask_vendor_ms(options: LoadOptions, running: Running | None) -> float | None:
    """The scripted vendors' share of an answer: as given, else asked of the stand-ins; None when nobody knows."""
    if options.vendor_ms is not None or running is None or running.stand_ins_url is None:
        return options.vendor_ms
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
            answer = await client.get(f"{running.stand_ins_url}/_sandbox/timings")
            timings = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return None
    if timings is None:
        return None
    return float(ScriptedTimings(**timings).voice_to_voice_ms)


def make_jobs(options: LoadOptions, level: Level, running: Running | None) -> list[Job]:
    """The callers of a level, dealt out to the generators."""
    lasts_s = max(
        caller.hold_s or caller.turns * (options.speech_ms / 1000 + options.patience_s + 20)
        for caller in level.callers
    )
    timings = LoadTimings(
        speech_ms=options.speech_ms,
        quiet_ms=options.quiet_ms,
        barge_in_after_ms=options.barge_in_after_ms,
        patience_s=options.patience_s,
        longest_speech_s=options.longest_speech_s,
        longest_call_s=60 + lasts_s,
    )
    line = _line(options, running) if options.ws_url is None else None
    token = _credentials(running).twilio_auth_token
    count = options.generator_count(level.calls)
    return [Job(level.callers[share::count], timings, line, options.ws_url, token) for share in range(count)]


def _line(options: LoadOptions, running: Running | None) -> Line:
    if running is not None:
        line = Line.to(running, options.number)
        return line if options.url is None else replace(line, url=options.url.rstrip("/"))
    credentials = _credentials(None)
    return Line(
        (options.url or "").rstrip("/"),
        options.number or DEMO_NUMBER,
        credentials.twilio_account_sid,
        credentials.twilio_auth_token,
        os.environ.get("TWILIO_BASE_URL"),
    )


def _credentials(running: Running | None) -> Credentials:
    """The carrier account's: the running system's, else the environment's, else the stand-ins'."""
    stand_in = Credentials()
    if running is not None:
        return replace(
            stand_in,
            twilio_account_sid=running.twilio_account_sid,
            twilio_auth_token=running.twilio_auth_token,
        )
    return replace(
        stand_in,
        twilio_account_sid=os.environ.get("TWILIO_ACCOUNT_SID") or stand_in.twilio_account_sid,
        twilio_auth_token=os.environ.get("TWILIO_AUTH_TOKEN") or stand_in.twilio_auth_token,
    )
