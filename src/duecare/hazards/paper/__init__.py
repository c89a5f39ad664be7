"""A ledger kept on paper, read from a workbook: from bytes to lines and what is wrong with them."""
