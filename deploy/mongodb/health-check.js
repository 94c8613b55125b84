// Healthy once the member is the writable primary of its set. The first check on an empty data directory makes the set.
// While the image prepares its users, the server is in no set yet and making one fails: that counts as not healthy.
const { MONGO_INITDB_ROOT_USERNAME, MONGO_INITDB_ROOT_PASSWORD } = process.env;

const admin = db.getSiblingDB('admin');
admin.auth(MONGO_INITDB_ROOT_USERNAME, MONGO_INITDB_ROOT_PASSWORD);
const { setName, isWritablePrimary } = admin.runCommand({ hello: 1 });
if (setName === undefined) rs.initiate({ _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] });
quit(setName === 'rs0' && isWritablePrimary ? 0 : 1);
