"""Why a number cannot be had, in a sentence that says what to do."""

from enum import StrEnum


class Refusal(StrEnum):
    """What the carrier said, or we."""

    GONE = "gone"
    NOT_A_NUMBER = "not_a_number"
    NEEDS_ADDRESS = "needs_address"
    NEEDS_LOCAL_ADDRESS = "needs_local_address"
    BAD_ADDRESS = "bad_address"
    NEEDS_BUNDLE = "needs_bundle"
    BAD_BUNDLE = "bad_bundle"
    NOT_IN_ACCOUNT = "not_in_account"
    TAKEN = "taken"
    NO_VOICE = "no_voice"
    NOT_CONFIGURABLE = "not_configurable"
    REFUSED = "refused"
    AWAY = "away"
    CLOSED = "closed"


SENTENCES: dict[Refusal, str] = {
    Refusal.GONE: "Somebody else was faster: this number is not for sale any more. Search again and choose another.",
    Refusal.NOT_A_NUMBER: "The carrier does not know this as a number that can be bought. Search again and choose one.",
    Refusal.NEEDS_ADDRESS: (
        "Numbers of this kind are sold only with the address of the business. Have the address registered with the"
        " carrier and give its id (AD...) as address_sid."
    ),
    Refusal.NEEDS_LOCAL_ADDRESS: (
        "Numbers of this area are sold only with an address in it or in its country. Have such an address registered"
        " with the carrier and give its id (AD...) as address_sid, or choose a number of another area."
    ),
    Refusal.BAD_ADDRESS: (
        "The carrier does not take the address for this number: it is unknown, not checked, or not the one in the"
        " bundle. Register the address that stands in the bundle and give its id (AD...) as address_sid."
    ),
    Refusal.NEEDS_BUNDLE: (
        "The rules of this country want proof of who the business is before a number is sold: a regulatory bundle"
        " that the carrier has approved. Hand in its documents, wait for the approval (some working days), and give its"
        " id (BU...) as bundle_sid."
    ),
    Refusal.BAD_BUNDLE: (
        "The carrier does not take this regulatory bundle for the number: it is for another country or kind of number,"
        " or of another account. Give the id (BU...) of one that was approved for this kind."
    ),
    Refusal.NOT_IN_ACCOUNT: (
        "There is no such number in the carrier's account of this service. Check its id (PN...); a number of another"
        " account has to be transferred to this one first, or its calls forwarded here."
    ),
    Refusal.TAKEN: "This number is used by another business already.",
    Refusal.NO_VOICE: "This number takes no calls. Choose one that does.",
    Refusal.NOT_CONFIGURABLE: (
        "The carrier did not keep where calls and texts of this number are to go. Look at the number in the carrier's"
        " console: something else may hold it, such as a messaging service or a hosted order. Then try again."
    ),
    Refusal.REFUSED: "The carrier refused to sell this number. Choose another, or ask whoever runs this service.",
    Refusal.AWAY: "The carrier could not be asked for a whole day, and nothing was bought. Try again.",
    Refusal.CLOSED: "The business has been closed since.",
}
