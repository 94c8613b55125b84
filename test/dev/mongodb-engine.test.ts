import mongoose from 'mongoose';

it('works', async () => {
  const c = await mongoose.createConnection(process.env['TEST_MONGODB_URI']!, { dbName: 'x' }).asPromise();
  await c.collection('a').insertOne({ a: 1 }, { writeConcern: { w: 'majority', j: true } });
  expect(await c.collection('a').countDocuments()).toBe(1);
  await c.close();
});
