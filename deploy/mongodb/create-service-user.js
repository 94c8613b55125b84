// Run by the image once, on an empty data directory: the service reads and writes its own database and nothing else.
const { MONGODB_DATABASE, MONGODB_PASSWORD } = process.env;

db.getSiblingDB('admin').createUser({
  user: 'mail-server-approval',
  pwd: MONGODB_PASSWORD,
  roles: [{ role: 'readWrite', db: MONGODB_DATABASE }],
});
