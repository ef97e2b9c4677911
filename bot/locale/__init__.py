"""Every sentence people read: `vi.po` is the proofreader's file, `en.po` says the same in English."""
