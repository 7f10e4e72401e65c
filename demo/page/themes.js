/** Labels the two calls of the page for screen readers. */
for (const element of document.querySelectorAll('video-call')) {
  element.words = { call: element.closest('section').querySelector('h2').textContent };
}
