/** Signs somebody in, and lets the call ask the page's own server for a token whenever it needs one. */
const element = document.querySelector('video-call');
const told = document.querySelector('.told');
const backend = new URLSearchParams(location.search).get('backend');

if (!backend) {
  told.textContent = 'This page needs its backend: run “npm start -- --tokens” and open the link.';
}

for (const button of document.querySelectorAll('[data-login]')) {
  button.addEventListener('click', () => {
    const { login } = button.dataset;
    element.leave();
    element.tokenProvider = async () => {
      const response = await fetch(`${backend}/?login=${encodeURIComponent(login)}`);
      if (!response.ok) throw new Error(await response.text());
      return response.text();
    };
    element.hidden = false;
    element.join().catch(({ reason }) => (told.textContent = `Not in: ${reason}.`));
  });
}
element.addEventListener('join', ({ detail }) => {
  told.textContent = `In as ${detail.name}, ${detail.role}.`;
});
