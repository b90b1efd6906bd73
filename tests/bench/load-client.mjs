// Sends requests in turn from a process of its own, so that the server's CPU can be told from the client's.
// One argument, autocannon's options as JSON; prints how many were answered and how many failed.
import autocannon from 'autocannon';

const result = await autocannon(JSON.parse(process.argv[2]));
const failed = result.errors + result['4xx'] + result['5xx'];
console.log(JSON.stringify({ failed, answered: result.requests.total }));
