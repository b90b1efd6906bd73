// Asks a URL again and again, from a process of its own, until its input ends; prints as JSON how often it was answered
// and the longest wait in ms.
const url = process.argv[2];
let going = true;
process.stdin.resume().on('end', () => {
  going = false;
});
let answered = 0;
let longestMs = 0;
while (going) {
  const began = performance.now();
  const response = await fetch(url);
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
  longestMs = Math.max(longestMs, performance.now() - began);
  answered += 1;
  await new Promise((resolve) => setTimeout(resolve, 10));
}
console.log(JSON.stringify({ answered, longestMs }));
