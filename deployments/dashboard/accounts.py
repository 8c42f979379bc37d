"""Signing in, up and out, and the pages that links of mails lead to."""

from datetime import UTC, datetime

from fastapi import APIRouter, BackgroundTasks, Request
from starlette.responses import Response

from deployments.api.authentication import TheAccounts, TheDevice
from deployments.api.cookies import require_own_origin
from deployments.api.page_sessions import told_and_set
from deployments.dashboard.errors import sentence_of
from deployments.dashboard.forms import Form, own_path, sent
from deployments.dashboard.rendering import sent_on
from deployments.dashboard.visitors import ThePages, Visitor
from domain.errors import DomainError, NotSignedIn, SecondFactorNeeded
from services.accounts.founding import BusinessForm
from services.accounts.sign_up import SignUpForm

router = APIRouter(include_in_schema=False)

FIRST_PAGE = "/app"


@router.get("/sign-in")
async def sign_in_page(request: Request, pages: ThePages, next: str | None = None) -> Response:
    form = Form({"next": own_path(next, FIRST_PAGE)})
    return pages.show(request, "accounts.SignIn", {"form": form})


@router.post("/sign-in")
async def sign_in(request: Request, pages: ThePages, accounts: TheAccounts, device: TheDevice) -> Response:
    require_own_origin(request)
    form, now = await sent(request), datetime.now(UTC)
    try:
        secret, session = await accounts.sign_ins.sign_in_with_cookie(
            form["email"], form["password"], device, now, form["code"].strip() or None
        )
    except SecondFactorNeeded:
        return pages.show(request, "accounts.SignIn", {"form": form, "asks_code": True})
    except DomainError as error:
        asks_code = bool(form["code"])
        values = {"form": form.wrong(sentence_of(error)), "asks_code": asks_code}
        return pages.show(request, "accounts.SignIn", values, status=422)
    await _end_shown(request, accounts, now)
    answer = sent_on(request, own_path(form["next"], FIRST_PAGE))
    told_and_set(answer, accounts, secret, session, now)
    return answer


async def _end_shown(request: Request, accounts: TheAccounts, now: datetime) -> None:
    """A session the browser had before is over."""
    before = accounts.cookies.shown(request)
    if before is None:
        return
    try:
        user, _ = await accounts.sign_ins.by_cookie(before, now)
    except NotSignedIn:
        return
    await accounts.sign_ins.sign_out(user, now)


@router.post("/sign-out")
async def sign_out(request: Request, shown: Visitor, accounts: TheAccounts) -> Response:
    await accounts.sign_ins.sign_out(shown.user, datetime.now(UTC))
    answer = sent_on(request, "/sign-in")
    accounts.cookies.clear(answer)
    return answer


@router.get("/sign-up")
async def sign_up_page(request: Request, pages: ThePages) -> Response:
    return pages.show(request, "accounts.SignUp", {"form": Form({"timezone": "Australia/Sydney"})})


@router.post("/sign-up")
async def sign_up(request: Request, pages: ThePages, accounts: TheAccounts) -> Response:
    require_own_origin(request)
    form = await sent(request)
    business = BusinessForm(form["business_name"], form["timezone"], "en-AU", "AU", "AUD")
    wanted = SignUpForm(form["email"], form["password"], form["name"], business)
    try:
        await accounts.sign_up.sign_up(wanted, datetime.now(UTC))
    except DomainError as error:
        return pages.show(request, "accounts.SignUp", {"form": form.wrong(sentence_of(error))}, status=422)
    return pages.show(request, "accounts.MailSent", {"email": form["email"], "about": "sign-up"})


@router.get("/verify")
async def verify_page(request: Request, pages: ThePages) -> Response:
    return pages.show(request, "accounts.Verify", {"form": Form()})


@router.post("/verify")
async def verify(request: Request, pages: ThePages, accounts: TheAccounts) -> Response:
    require_own_origin(request)
    form = await sent(request)
    try:
        await accounts.sign_up.verify(token_of(form), form["password"], datetime.now(UTC))
    except DomainError as error:
        return pages.show(request, "accounts.Verify", {"form": form.wrong(sentence_of(error))}, status=422)
    return pages.show(request, "accounts.SignIn", {"form": Form({"next": FIRST_PAGE}), "told": "verified"})


@router.get("/forgotten-password")
async def forgotten_page(request: Request, pages: ThePages) -> Response:
    return pages.show(request, "accounts.ForgottenPassword", {"form": Form()})


@router.post("/forgotten-password")
async def forgotten(
    request: Request, pages: ThePages, accounts: TheAccounts, afterwards: BackgroundTasks
) -> Response:
    require_own_origin(request)
    form = await sent(request)
    found = await accounts.recovery.account_of(form["email"])
    # Behind the answer: when that comes does not tell whether there is an account.
    afterwards.add_task(accounts.recovery.send_reset, found, datetime.now(UTC))
    answer = pages.show(request, "accounts.MailSent", {"email": form["email"], "about": "password"})
    answer.background = afterwards
    return answer


@router.get("/reset-password")
async def reset_page(request: Request, pages: ThePages) -> Response:
    return pages.show(request, "accounts.ResetPassword", {"form": Form()})


@router.post("/reset-password")
async def reset(request: Request, pages: ThePages, accounts: TheAccounts) -> Response:
    require_own_origin(request)
    form = await sent(request)
    try:
        await accounts.recovery.reset(token_of(form), form["password"], datetime.now(UTC))
    except DomainError as error:
        values = {"form": form.wrong(sentence_of(error))}
        return pages.show(request, "accounts.ResetPassword", values, status=422)
    return pages.show(request, "accounts.SignIn", {"form": Form({"next": FIRST_PAGE}), "told": "password"})


def token_of(form: Form) -> str:
    """The token of a mail's link; without scripts the whole link is pasted."""
    return form["token"].strip().rpartition("#")[2]
