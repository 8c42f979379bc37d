"""Currencies and countries by their codes.

Source: ISO 4217, https://www.iso.org/iso-4217-currency-codes.html; countries as `phonenumbers` knows them.
"""

import phonenumbers

from domain.errors import InvalidInput

CURRENCIES = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF"
    " CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG"
    " HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA"
    " MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD"
    " RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX"
    " USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG".split()
)


def known_currency(code: str) -> str:
    """The code as it is kept: `AUD`. Raises InvalidInput."""
    found = code.strip().upper()
    if found not in CURRENCIES:
        raise InvalidInput(f"currency: {code[:10]!r} is not one; write its ISO 4217 code, such as AUD or EUR")
    return found


def known_country(code: str) -> str:
    """The code as it is kept: `AU`. Raises InvalidInput."""
    found = code.strip().upper()
    if found not in phonenumbers.SUPPORTED_REGIONS:
        raise InvalidInput(
            f"country: {code[:10]!r} is not one; write its two letters by ISO 3166, such as AU or DE"
        )
    return found
