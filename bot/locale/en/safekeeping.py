"""Backups, and a data folder that is not as it was left."""

SENTENCES: dict[str, str] = {
    "database.lost": "The database {file} is missing or empty although this folder holds data of the program, so this is no new installation. {way}",
    "database.damaged": "The database {file} is damaged ({reason}). {way}",
    "database.damaged_somewhere": "The database is damaged ({reason}). “baocao doctor” tells which file and how to restore it.",
    "database.restore": "Please stop the program and restore the newest sound backup with: baocao restore {copy} --yes",
    "database.no_copy": "Please stop the program and restore a backup with “baocao restore FILE --yes”; to begin anew on purpose, move this data folder elsewhere.",
    "database.restoring": "The folder {folder} is being restored from a backup; please start again when “baocao restore” has ended.",
    "backup.written_whole": "Backed up the database and {count} files (photos, documents) to {file}.",
    "backup.poorer": "The older backup {file} holds more reports than the data of now and was kept; please choose another file name for the new backup.",
    "backup.without": "Note: {count} files are no longer intact in the data folder, the backup has no sound copy of them: {files}.",
    "restore.running": "The program is running on the folder {folder}; please stop “baocao run” (or “baocao demo”) and restore again.",
    "restore.done_whole": "Restored to {file}, with {count} files (photos, documents).",
    "restore.without": "Note: {count} files that reports name are not intact in the data folder: {files}.",
    "restore.spoilt": "The database was restored, but {count} files in the backup are damaged and could not be restored: {files}. Please try another backup for these files.",
    "file.lost": "“{name}” of {unit} ({path}): missing",
    "file.lost_unnamed": "{path}: missing",
    "file.damaged": "“{name}” of {unit} ({path}): damaged",
    "file.damaged_unnamed": "{path}: damaged",
    "file.more": "and {count} other files",
    "doctor.files": "Kept photos and documents: {count} files, intact",
    "doctor.files_bad": "Kept photos and documents: {count} files are not intact: {files}; please restore them from a .zip backup",
}
