"""Twilio: webhook signatures, TwiML, the Media Streams codec and the REST carrier.

Each module stands alone, so that a call's process imports the codec without the REST client (29 MiB).
"""
