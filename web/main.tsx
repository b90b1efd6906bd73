import './ui/tokens.css';

// The map library is the largest file and the first that is needed: it loads and starts its workers while the session
// is asked for and the rest of the app arrives.
void import('./map/map-view.tsx');
void import('./app/start.tsx');
