"""The catalogue of powers: documents in versions, kept by several hands, published by none alone."""
