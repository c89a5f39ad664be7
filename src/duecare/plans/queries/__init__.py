"""What people see of plans."""

from duecare.plans.queries.exporting import export
from duecare.plans.queries.files import check_bytes, check_file, diff_bytes, diff_file, read_bytes
from duecare.plans.queries.vacancies import Vacancy, all_vacancies, vacancies

__all__ = [
    "Vacancy",
    "all_vacancies",
    "check_bytes",
    "check_file",
    "diff_bytes",
    "diff_file",
    "export",
    "read_bytes",
    "vacancies",
]
