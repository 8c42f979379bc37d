"""Amounts are whole numbers of a currency's smallest unit (`_cents`), which for some is the currency itself.

Source: ISO 4217, https://www.iso.org/iso-4217-currency-codes.html (minor unit 0)
"""

CENTLESS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
"""Currencies without a smaller unit."""
