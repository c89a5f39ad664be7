"""Reading units and people from a workbook: pure, from bytes to rows, problems and differences."""
