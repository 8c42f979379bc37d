"""`receptionist publish-plans`: puts what `config/billing.yaml` says on sale at Stripe."""

import asyncio

from cli.terminal import console


def publish_plans() -> None:
    """Make the meter, products and prices of config/billing.yaml at Stripe, as far as they are missing or differ.

    Run it after a change of that file, and before the first sale. A price that has changed is a new one under the same
    key; who bought at the old one keeps it.
    """
    asyncio.run(_publish())


async def _publish() -> None:
    from config.billing import load_billing
    from config.settings import load_settings
    from providers.build import build_stripe_catalogue

    made = await build_stripe_catalogue(load_settings().stripe()).publish(load_billing().catalogue)
    for each in made:
        console.print(f"made {each}", markup=False, highlight=False)
    if not made:
        console.print("All plans are on sale as they are written.")
