"""A programme as a workbook that people fill in; `calloff_data.read.xlsx_file` reads it back."""
