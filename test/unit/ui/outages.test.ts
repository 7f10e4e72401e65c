/** What is reported when links and the server are lost and return, at times set by a test. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { englishNotices } from '../../../src/ui/i18n/notice-words.js';
import { Outages } from '../../../src/ui/notices/outages.js';
import { FakeCall } from '../../fakes/fake-call.js';

const SETTLING = 2_000;
const CUT_OFF = englishNotices.cutOff;

/** A call with other participants, and everything reported about it over time. */
async function calling(...names: string[]) {
  const call = new FakeCall('Me');
  await call.join();
  const ids = names.map((name) => call.arrive(name));
  const outages = new Outages();
  let now = 0;
  const said: string[] = [];
  const look = () => {
    const { alarms, news, wait } = outages.look(call, now, SETTLING, englishNotices);
    said.push(...[...alarms, ...news].map((one) => one.replace(/[\u2068\u2069]/g, '')));
    return wait;
  };
  look();
  call.on('change', look);
  /** Advances the time, and looks whenever that was requested. */
  const pass = (milliseconds: number) => {
    const end = now + milliseconds;
    for (let wait = look(); wait !== undefined && now + wait <= end; wait = look()) now += wait;
    now = end;
    look();
  };
  return { call, ids, said, pass };
}

test('a link is announced as lost and as back once each, after a while', async () => {
  const { call, ids, said, pass } = await calling('Ana', 'Ben');
  call.setLink(ids[0]!, 'interrupted');
  pass(1_900);
  assert.deepEqual(said, []);
  pass(5_000);
  call.setLink(ids[0]!, 'connected');
  pass(10_000);
  assert.deepEqual(said, ['Connection to Ana lost. Reconnecting…', 'Ana is back']);
});

test('a flapping link is announced as lost at most once', async () => {
  const { call, ids, said, pass } = await calling('Ana', 'Ben');
  for (let times = 0; times < 10; times++) {
    call.setLink(ids[0]!, 'interrupted');
    pass(times ? 1_000 : 3_000);
    call.setLink(ids[0]!, 'connected');
    pass(1_000);
  }
  assert.deepEqual(said, ['Connection to Ana lost. Reconnecting…']);
  pass(5_000);
  assert.deepEqual(said.slice(1), ['Ana is back']);
});

test('a link that is lost and one whose other end is away are one loss', async () => {
  const { call, ids, said, pass } = await calling('Ana', 'Ben');
  call.setLink(ids[0]!, 'interrupted');
  pass(3_000);
  call.updateParticipant(ids[0]!, { away: true });
  pass(3_000);
  call.setLink(ids[0]!, 'connected');
  pass(3_000);
  assert.equal(said.length, 1);
  call.updateParticipant(ids[0]!, { away: false });
  pass(3_000);
  assert.deepEqual(said.slice(1), ['Ana is back']);
});

for (const names of [['Ana'], ['Ana', 'Ben', 'Chi']]) {
  test(`if ${names.length} and the server are lost together, there is one announcement`, async () => {
    const { call, ids, said, pass } = await calling(...names);
    call.setServer(false);
    pass(1_500);
    for (const id of ids) {
      call.setLink(id, 'interrupted');
      pass(100);
    }
    pass(20_000);
    assert.deepEqual(said, [CUT_OFF]);
    for (const id of ids) {
      call.setLink(id, 'connected');
      pass(100);
    }
    call.setServer(true);
    pass(20_000);
    assert.deepEqual(said, [CUT_OFF, 'Reconnected']);
  });
}

test('the links may go before the server, and the server may come back before them', async () => {
  const { call, ids, said, pass } = await calling('Ana', 'Ben');
  for (const id of ids) {
    call.setLink(id, 'interrupted');
    pass(200);
  }
  pass(3_000);
  call.setServer(false);
  pass(10_000);
  assert.deepEqual(said, [CUT_OFF]);
  call.setServer(true);
  pass(3_000);
  assert.deepEqual(said, [CUT_OFF]);
  for (const id of ids) call.setLink(id, 'connected');
  pass(3_000);
  assert.deepEqual(said, [CUT_OFF, 'Reconnected']);
});

test('in a call of two whose link fails first, the server is not announced too', async () => {
  const { call, ids, said, pass } = await calling('Ana');
  call.setLink(ids[0]!, 'interrupted');
  pass(4_000);
  call.setServer(false);
  pass(10_000);
  call.setLink(ids[0]!, 'connected');
  call.setServer(true);
  pass(10_000);
  assert.deepEqual(said, ['Connection to Ana lost. Reconnecting…', 'Reconnected']);
});

test('the server alone is told of with the call going on, and links that follow are worse', async () => {
  const { call, ids, said, pass } = await calling('Ana');
  call.setServer(false);
  pass(10_000);
  assert.deepEqual(said, [englishNotices.serverLost]);
  call.setLink(ids[0]!, 'interrupted');
  pass(10_000);
  assert.deepEqual(said.slice(1), [CUT_OFF]);
});

test('who is back of many is named while others are not', async () => {
  const { call, ids, said, pass } = await calling('Ana', 'Ben');
  call.setServer(false);
  for (const id of ids) call.setLink(id, 'interrupted');
  pass(5_000);
  call.setServer(true);
  call.setLink(ids[0]!, 'connected');
  pass(5_000);
  call.setLink(ids[1]!, 'connected');
  pass(5_000);
  assert.deepEqual(said, [CUT_OFF, 'Ana is back', 'Ben is back']);
});

test('who goes while everything is lost leaves nothing behind', async () => {
  const { call, ids, said, pass } = await calling('Ana');
  call.setServer(false);
  call.setLink(ids[0]!, 'interrupted');
  pass(5_000);
  call.depart(ids[0]!);
  call.setServer(true);
  pass(5_000);
  const ben = call.arrive('Ben');
  pass(5_000);
  call.setLink(ben, 'interrupted');
  pass(5_000);
  assert.deepEqual(said, [CUT_OFF, 'Connection to Ben lost. Reconnecting…']);
});

test('a participant who is away on joining was not lost, but can be back', async () => {
  const call = new FakeCall('Me');
  const ana = call.arrive('Ana');
  call.updateParticipant(ana, { away: true });
  await call.join();
  const outages = new Outages();
  const newsAt = (now: number) => outages.look(call, now, SETTLING, englishNotices).news;
  assert.deepEqual([...newsAt(0), ...newsAt(9_000)], []);
  call.updateParticipant(ana, { away: false });
  assert.deepEqual(newsAt(10_000), []);
  assert.equal(newsAt(12_000).length, 1);
});
