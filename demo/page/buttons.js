/** Drives a call from the page's own buttons, and shows what the call then says. */
const element = document.querySelector('video-call');
const told = document.querySelector('.told');
const events = document.querySelector('.events');
const buttons = Object.fromEntries(
  [...document.querySelectorAll('[data-does]')].map((button) => [button.dataset.does, button]),
);

/** The words of a switch: when the source is on, and when it is off. */
const switches = {
  microphone: ['Mute me', 'Unmute me'],
  camera: ['Hide me', 'Show me'],
};

/** The call whose changes are listened to. */
let followed;

const isOn = (source) => element.self?.sources.includes(source) ?? false;

buttons.join.addEventListener('click', () => {
  element.hidden = false;
  element.join().catch((error) => (told.textContent = `That did not work (${error.reason}).`));
});
buttons.leave.addEventListener('click', () => element.leave());
for (const source of Object.keys(switches)) {
  buttons[source].addEventListener('click', () => {
    if (isOn(source)) element.turnOff(source);
    // What goes wrong is told by the event `call-error` as well.
    else element.turnOn(source).catch(() => {});
  });
}

/** The buttons say what is so, not what was asked for. */
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
  join: () => `You talk to ${element.participants.length - 1} of us.`,
  leave: () => 'Thank you for calling.',
  'participant-join': ({ name }) => `${name} is here too.`,
  'participant-leave': ({ name }) => `${name} had to go.`,
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

/** What is on has no event of its own: the call behind the element tells of it. */
function follow(call) {
  if (call === followed) return;
  followed = call;
  call.on('change', render);
}
