"""Taking a message, also for what the receptionist cannot do itself."""

from sandbox.vendors.openai.conversation import Conversation
from sandbox.vendors.openai.reply import Call, Reply, anything_else
from sandbox.vendors.openai.understanding import Heard


def take_message(c: Conversation, tools: frozenset[str]) -> Reply:
    """Asks for what is missing of a message, or passes it on."""
    if "take_message" not in tools:
        return anything_else(c, "I'm sorry, I can't take messages right now.")
    if not c.message:
        c.expecting = "message"
        return Reply("What would you like me to pass on?")
    if c.name is None and not c.message_name_asked:
        c.expecting = "message_name"
        return Reply("Of course. Who should I say it's from?")
    if c.facts.caller_number is None and c.callback_number is None:
        c.expecting = "message_number"
        return Reply("And what number can they reach you on?")
    number = c.callback_number if c.callback_number != "unknown" else None
    arguments = {"message": c.message, "caller_name": c.name, "callback_number": number}
    return Reply("", (Call("take_message", arguments),))


def change_existing(c: Conversation, heard: Heard, tools: frozenset[str]) -> Reply:
    """An appointment from before this call cannot be touched: the wish is passed on."""
    c.give_up_booking()
    c.message = heard.text
    reply = take_message(c, tools)
    if reply.calls or c.expecting != "message_name":
        return reply
    return Reply("I can't change existing appointments myself, but I'll pass it on. What name is it under?")


def change_made_booking(c: Conversation, heard: Heard, tools: frozenset[str]) -> Reply:
    """There is no tool to move a booking: the team is asked to."""
    booked = c.booking or {}
    what = f"{booked.get('customer_name')}'s {str(booked.get('offering')).lower()} on {booked.get('starts_at_local')}"
    c.give_up_booking()
    c.message = f"About {what}, the caller now says: {heard.text}"
    reply = take_message(c, tools)
    return (
        Reply("I can't change a booking that is made, so I'm asking the team to.", reply.calls)
        if reply.calls
        else reply
    )
