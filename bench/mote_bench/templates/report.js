'use strict';
// Each picture: two outputs on a stage, divided by a slider or flipped in place. The images are those of the choices below, so
// that each is in the page once.
for (const article of document.querySelectorAll('.picture')) {
  const stage = article.querySelector('.stage');
  const slider = stage.querySelector('input');
  const [under, over] = [stage.querySelector('.under'), stage.querySelector('.over')];
  const [leftTag, rightTag] = [stage.querySelector('.left'), stage.querySelector('.right')];
  const flip = article.querySelector('.flip');
  const chooseLeft = article.querySelector('.choose-left');
  const choices = [...article.querySelectorAll('.choice')];
  const state = { left: 0, right: 0, flipping: false, showRight: true };

  const source = (index) => choices[index].querySelector('img').src;
  const label = (index) => choices[index].dataset.label;

  function draw() {
    const at = state.flipping ? (state.showRight ? 0 : 100) : slider.value / 10;
    stage.style.setProperty('--at', `${at}%`);
    stage.classList.toggle('flipping', state.flipping);
    under.src = source(state.left);
    over.src = source(state.right);
    under.alt = label(state.left);
    over.alt = label(state.right);
    leftTag.textContent = label(state.left);
    rightTag.textContent = label(state.right);
    leftTag.hidden = state.flipping && state.showRight;
    rightTag.hidden = state.flipping && !state.showRight;
    flip.setAttribute('aria-pressed', String(state.flipping));
    choices.forEach((choice, index) => choice.setAttribute('aria-pressed', String(index === state.right)));
  }

  choices.forEach((choice, index) => {
    chooseLeft.add(new Option(choice.dataset.label, String(index)));
    choice.addEventListener('click', () => {
      state.right = index;
      state.showRight = true;
      draw();
    });
  });
  chooseLeft.addEventListener('change', () => {
    state.left = Number(chooseLeft.value);
    draw();
  });
  slider.addEventListener('input', () => {
    state.flipping = false;
    draw();
  });
  flip.addEventListener('click', () => {
    if (state.flipping) state.showRight = !state.showRight;
    else Object.assign(state, { flipping: true, showRight: false });
    draw();
  });

  // mote first, else the best there is.
  const ours = choices.findIndex((choice) => choice.classList.contains('ours'));
  state.right = ours >= 0 ? ours : Math.min(1, choices.length - 1);
  draw();
}
