"""The programme as one workbook (.xlsx): a sheet for each table, and back without loss."""
