"""`receptionist account-keys`: fresh keys for signing in."""

from cli.terminal import console


def account_keys() -> None:
    """Print fresh keys for .env, with which people can sign up and in under /api/v1.

    Keep them: without SEAL_KEYS no second factor can be checked any more. A new key goes in front of the old ones.
    """
    from services.accounts.access_tokens import new_key_set
    from services.accounts.second_factor import new_seal_key

    console.print(f"ACCESS_TOKEN_KEYS='{new_key_set()}'", markup=False, highlight=False, soft_wrap=True)
    console.print(f"SEAL_KEYS={new_seal_key()}", markup=False, highlight=False, soft_wrap=True)
