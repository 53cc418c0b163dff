"""The pure core: relations, catalogue, controls, engines. No web framework, no network, no clock."""
