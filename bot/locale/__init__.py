"""Every sentence people read: `vi/` is the proofreader's folder, `en/` says the same in English."""
