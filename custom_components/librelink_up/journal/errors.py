"""What can go wrong with the journal; each class answers what to do next."""


class JournalError(Exception):
    """Something went wrong with the journal; nothing that was stored is lost."""


class JournalUnwritable(JournalError):
    """The file cannot be written or opened (disk full, no permission, locked): try again later."""


class JournalDamaged(JournalError):
    """The file is no database, or a broken one: `set_aside` it and begin a new one."""


class JournalTooNew(JournalError):
    """A newer version of this integration has written the file: update the integration."""


class JournalClosed(JournalError):
    """The journal was closed."""
