"""The organisation as tables: read, compared with what is there, shown, and written once confirmed.

The tables of a city folder are taken as they are; here they may say more. A row that a table does not have stays:
what ends says so in ``valid_to``, which in a table is the last day.
"""
