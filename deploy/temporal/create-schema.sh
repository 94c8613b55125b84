#!/bin/sh
# Makes Temporal's tables, or brings them to the version of this image. Repeatable.
set -eu

schemas=/etc/temporal/schema/postgresql/v12

migrate() {
  export SQL_DATABASE="$1"
  temporal-sql-tool setup-schema --version 0.0
  temporal-sql-tool update-schema --schema-dir "$schemas/$2/versioned"
}

migrate temporal temporal
migrate temporal_visibility visibility
