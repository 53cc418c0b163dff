"""The powers of the demo city as stories: how a case of each goes when nothing goes wrong."""

from zhiheng.demo.case import Procedure
from zhiheng.demo.procedures.licences import LICENCES
from zhiheng.demo.procedures.penalties import PENALTIES
from zhiheng.demo.procedures.services import SERVICES

PROCEDURES: tuple[Procedure, ...] = (*LICENCES, *PENALTIES, *SERVICES)
