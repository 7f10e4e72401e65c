/** Applies the form to the element, and simulates events in the call. */
const element = document.querySelector('video-call');
const frame = document.querySelector('.frame');
const form = document.querySelector('form');
const code = document.querySelector('code');

/** The names of participants who join. */
const NEWCOMERS = ['Noor', 'Sven', 'Akira', 'Efua'];

/** The id of the participant with the poor connection. */
let weakLink;

/** What the buttons do; `element.call` is the simulated call. */
const happenings = {
  arrive: (call) => call.arrive(NEWCOMERS[call.participants.length % NEWCOMERS.length]),
  depart: (call) => call.depart(othersOf(call).at(-1)?.id),
  link(call) {
    const [first] = othersOf(call);
    if (!first) return;
    const isUp = call.linkStatus(first.id) === 'connected';
    call.setLink(first.id, isUp ? 'interrupted' : 'connected');
  },
  weak(call) {
    const [first] = othersOf(call);
    if (!first) return;
    const isWeak = (weakLink = weakLink === first.id ? undefined : first.id) !== undefined;
    call.setConditions(first.id, isWeak ? { loss: 0.06, roundTrip: 320 } : {});
  },
  server: (call) => call.setServer(call.status === 'reconnecting'),
  lose: (call) => call.lose('camera'),
  knock: (call) => call.knock(NEWCOMERS[call.knocking.length % NEWCOMERS.length]),
  ask: (call) => call.beAsked('mute', othersOf(call)[0]?.id),
  refuse: (call) => call.refuse('room-full'),
};

const othersOf = (call) => call.participants.filter(({ id }) => id !== call.self?.id);

/** Applies the form, and shows the tag with the same settings. */
function apply() {
  const { people, size, theme, scheme, language, lobby, host } = Object.fromEntries(
    new FormData(form),
  );
  form.querySelector('output').value = people;
  element.setAttribute(
    'demo',
    [people, lobby && 'lobby', host && 'host'].filter(Boolean).join(' '),
  );
  element.className = theme;
  element.style.colorScheme = scheme;
  const [width, height] = size.split(' ');
  for (const [name, value] of Object.entries({ width, height })) {
    // The selected size replaces one set by dragging.
    element.style.removeProperty(name);
    element.style.setProperty(`--${name}`, value ? `${value}px` : '');
  }
  frame.lang = language;
  frame.dir = language === 'ar' ? 'rtl' : 'ltr';
  const look = theme ? ` class="${theme}"` : '';
  code.textContent = `<video-call demo="${element.getAttribute('demo')}"${look}></video-call>`;
}

form.addEventListener('input', apply);
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('click', ({ target }) => {
  const { call } = element;
  const isIn = call?.status === 'joined' || call?.status === 'reconnecting';
  if (isIn) happenings[target.value]?.(call);
});
apply();
