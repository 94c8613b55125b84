import { durableWriteConcern } from '../../../adapters/mongo/write-concern';

it.each([
  ['mongodb://db.example/', 'majority'],
  ['mongodb://db.example/?directConnection=true&w=1', 1],
  ['mongodb://db.example/?w=3&journal=false', 3],
  ['mongodb://db.example/?w=majority', 'majority'],
  ['mongodb://db.example/?w=0', 1],
])('writes to %s wait for %s', (uri, w) => {
  expect(durableWriteConcern(uri)).toMatchObject({ w, journal: true });
});
