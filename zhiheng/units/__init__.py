"""The organisation of a city: units, officials, posts, portfolios, kin and interests, as of any day."""
