"""Lists of staff and offerings: good rows are kept, the others named."""

from tests.integration.deployments.api.set_up.conftest import Salon

OFFERINGS = """Service;Dauer;Preis;Note
Cut;45;85,00;x
;30;10;no name
Colour;0;1;
Beard trim;20;;
Cut;45;90;twice
Massage 💆;soon;50;
Perm;60;1e9;
"""


async def test_good_rows_are_added_and_the_others_named_by_their_line(salon: Salon) -> None:
    done = await salon.post("/offerings/import", {"csv": OFFERINGS})
    assert [(one["line"], one["detail"].partition(":")[0]) for one in done["refused"]] == [
        (3, "name"),
        (4, "segments.0.minutes"),
        (6, "name"),
        (7, "minutes"),
        (8, "price"),
    ]
    listed = (await salon.get("/offerings"))["items"]
    assert [(one["id"], one["name"], one["duration_min"], one["price_cents"]) for one in listed] == [
        (done["added"][0], "Cut", 45, 8_500),
        (done["added"][1], "Beard trim", 20, 0),
    ]
    again = await salon.post("/offerings/import", {"csv": OFFERINGS})
    assert again["added"] == [], "the same list again adds nothing"
    assert [one["action"] for one in await salon.audit()].count("offering.added") == 2


async def test_staff_come_from_a_list_and_what_is_no_list_is_refused(salon: Salon) -> None:
    done = await salon.post("/staff/import", {"csv": "name,position\nMia,2\nLeo,1\nZoë,first"})
    assert ([one["line"] for one in done["refused"]], len(done["added"])) == ([4], 2)
    assert [one["name"] for one in (await salon.get("/staff"))["items"]] == ["Leo", "Mia"]
    assert "no column name" in await salon.refused("POST", "/staff/import", {"csv": "who\nMia"})
