/** Controls a call with the page's own buttons, and lists its events. */
const element = document.querySelector('video-call');
const told = document.querySelector('.told');
const events = document.querySelector('.events');
const buttons = Object.fromEntries(
  [...document.querySelectorAll('[data-does]')].map((button) => [button.dataset.does, button]),
);

/** The label of each toggle button, while its source is on and while it is off. */
const switches = {
  microphone: ['Mute', 'Unmute'],
  camera: ['Turn off camera', 'Turn on camera'],
};

/** The call that has our `change` listener. */
let followed;

const isOn = (source) => element.self?.sources.includes(source) ?? false;

buttons.join.addEventListener('click', () => {
  element.hidden = false;
  element.join().catch((error) => (told.textContent = `Couldn’t join: ${error.reason}.`));
});
buttons.leave.addEventListener('click', () => element.leave());
for (const source of Object.keys(switches)) {
  buttons[source].addEventListener('click', () => {
    if (isOn(source)) element.turnOff(source);
    // The event `call-error` reports the failure too.
    else element.turnOn(source).catch(() => {});
  });
}

/** Renders the actual state, not the requested one. */
function render() {
  const isIn = element.status === 'joined' || element.status === 'reconnecting';
  buttons.join.hidden = isIn;
  buttons.leave.hidden = !isIn;
  for (const [source, [off, on]] of Object.entries(switches)) {
    buttons[source].hidden = !isIn;
    buttons[source].textContent = isOn(source) ? off : on;
    buttons[source].setAttribute('aria-pressed', `${!isOn(source)}`);
  }
}

const sentences = {
  join: () => `You’re talking to ${element.participants.length - 1} florists.`,
  leave: () => 'Thank you for calling.',
  'participant-join': ({ name }) => `${name} joined.`,
  'participant-leave': ({ name }) => `${name} left.`,
  'call-error': ({ reason }) => `Something went wrong: ${reason}.`,
};

for (const type of [...Object.keys(sentences), 'status-change']) {
  element.addEventListener(type, ({ detail }) => {
    if (type === 'leave') element.hidden = true;
    const sentence = sentences[type]?.(detail);
    if (sentence) told.textContent = sentence;
    const line = document.createElement('li');
    line.textContent = `${type} ${detail?.name ?? detail?.reason ?? detail ?? ''}`;
    events.append(line);
    events.scrollTop = events.scrollHeight;
    render();
    if (type === 'join') follow(element.call);
  });
}

/** Sources have no event of their own, so this listens to the call behind the element. */
function follow(call) {
  if (call === followed) return;
  followed = call;
  call.on('change', render);
}
