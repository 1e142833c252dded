"""What keeps records honest and strangers patient: rows written once, chained logs, counted tries."""
