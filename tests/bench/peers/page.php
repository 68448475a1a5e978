<?php
// The same page from PHP, for tests/bench: the finished text is in APCu, or in Redis.
if (isset($_SERVER['BENCH_REDIS'])) {
    $redis = new Redis();
    $redis->pconnect($_SERVER['BENCH_REDIS']);
    $page = $redis->get('page');
    if ($page === false) {
        $page = file_get_contents($_SERVER['BENCH_PAGE']);
        $redis->set('page', $page, ['ex' => 3600]);
    }
} else {
    $page = apcu_fetch('page');
    if ($page === false) {
        $page = file_get_contents($_SERVER['BENCH_PAGE']);
        apcu_store('page', $page, 3600);
    }
}
header('Content-Type: text/html; charset=utf-8');
header('Content-Length: ' . strlen($page));
echo $page;
