"""The project file's tables, as the steps that lead from every older file to the newest."""

from sora_studio.storage.database import Database

# Step n takes a file from user_version n to n + 1. A step that has left the house is never changed.
MIGRATIONS = (
    """
    -- The film, each scene, each shot: JSON, with the SHA-256 of kind, id and data. The film lists its scenes
    -- and a scene its shots, so a row lost or made up shows.
    CREATE TABLE part (
        kind TEXT NOT NULL CHECK (kind IN ('film', 'scene', 'shot')),
        id BLOB NOT NULL,
        data BLOB NOT NULL,
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
        PRIMARY KEY (kind, id)
    );
    -- Shots waiting to be rendered. Ids are never given twice.
    CREATE TABLE job (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'done', 'failed', 'cancelled')),
        data BLOB NOT NULL,
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
    );
    CREATE INDEX job_by_state ON job (state, id);
    """,
    """
    -- Each sound track and each marker is a part too; the film lists them as it lists its scenes.
    ALTER TABLE part RENAME TO part_before;
    CREATE TABLE part (
        kind TEXT NOT NULL CHECK (kind IN ('film', 'scene', 'shot', 'track', 'marker')),
        id BLOB NOT NULL,
        data BLOB NOT NULL,
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
        PRIMARY KEY (kind, id)
    );
    INSERT INTO part (kind, id, data, sha256) SELECT kind, id, data, sha256 FROM part_before;
    DROP TABLE part_before;
    """,
)
NEWEST = len(MIGRATIONS)


def migrate(database: Database) -> None:
    """Brings the file to the newest version, whole or not at all. Raises ProjectFileError.

    A file that can only be looked at stays as it is: every version so far reads alike.
    """
    version = database.version()
    if version == NEWEST or database.read_only:
        return
    with database.transaction():
        for step in MIGRATIONS[version:]:
            database.execute(step)
        database.execute(f"PRAGMA user_version = {NEWEST}")
