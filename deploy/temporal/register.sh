#!/bin/sh
# Registers the namespace and the search attributes of workflows/search-attributes.ts. Repeatable.
set -eu

retention=720h
attributes='
OrganizationId Keyword
Entitlement Keyword
DraftStatus Keyword
LiveStatus Keyword
ReviewDueAt Datetime
CertificateExpiresAt Datetime
'

# A server that has just started refuses for some seconds.
retry() {
  attempt=1
  until "$@"; do
    if [ "$attempt" -ge 30 ]; then
      echo "Gave up after $attempt attempts: $*" >&2
      exit 1
    fi
    attempt=$((attempt + 1))
    sleep 2
  done
}

ensure_namespace() {
  temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
    temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"
}

ensure_attribute() {
  known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE") || return 1
  echo "$known" | grep -qw "$1" ||
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$1" --type "$2"
}

retry ensure_namespace
echo "$attributes" | while read -r name type; do
  if [ -n "$name" ]; then retry ensure_attribute "$name" "$type" </dev/null; fi
done
echo "Namespace $TEMPORAL_NAMESPACE and its search attributes are registered."
