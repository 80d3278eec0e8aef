"""Programs that print figures; the tests assert none of them."""
