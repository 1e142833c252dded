"""导入名录 in the admin: upload, preview, confirm, watch, report, undo."""
