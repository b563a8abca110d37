<?php
// WordPress itself, from the command line, with SQLite in MySQL's place. recipes.mjs lays the site:
//
//   php wordpress.php install                     makes it; the plugin is active, and there are an administrator and an author
//   php wordpress.php post ROLE < CONTENT         saves a post as the site would for who has that role; prints its number
//   php wordpress.php show QUERY                  prints the page of that address, such as p=2
//
// It stands in the site's folder, beside wordpress/. ADDRESS names where the demos are.

[ , $act, $what ] = $argv + array( 2 => '' );
ini_set( 'display_errors', 'stderr' );

define( 'ABSPATH', __DIR__ . '/wordpress/' );
define( 'KEY_VS_TOKEN_ADDRESS', getenv( 'ADDRESS' ) );
define( 'DB_DIR', __DIR__ . '/database/' );
foreach ( array( 'NAME', 'USER', 'PASSWORD', 'HOST' ) as $name ) {
	define( "DB_$name", '' );
}
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( "{$name}_KEY", 'no secret' );
	define( "{$name}_SALT", 'no secret' );
}
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'DISABLE_WP_CRON', true );
define( 'install' === $act ? 'WP_INSTALLING' : 'WP_USE_THEMES', true );

$_SERVER['HTTP_HOST'] = 'localhost';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['REQUEST_URI'] = "/?$what";
$_SERVER['QUERY_STRING'] = $what;
$_SERVER['PHP_SELF'] = '/index.php';
parse_str( 'show' === $act ? $what : '', $_GET );

// Else the installer writes to the administrator.
function wp_mail() {
	return true;
}

$table_prefix = 'wp_';
require ABSPATH . 'wp-settings.php';

if ( 'install' === $act ) {
	require ABSPATH . 'wp-admin/includes/upgrade.php';
	wp_install( 'A blog', 'administrator', 'administrator@blog.example', true, '', 'no secret' );
	wp_insert_user( array( 'user_login' => 'author', 'user_pass' => 'no secret', 'role' => 'author' ) );
	switch_theme( 'plain' );
	update_option( 'active_plugins', array( 'key-vs-token.php' ) );
	echo $wp_version;
} elseif ( 'post' === $act ) {
	wp_set_current_user( get_user_by( 'login', $what )->ID ); // With it come the filters for what that user may not post.
	$content = stream_get_contents( STDIN );
	echo wp_insert_post( wp_slash( array( 'post_title' => 'A post', 'post_content' => $content, 'post_status' => 'publish' ) ) );
} else {
	wp();
	require ABSPATH . WPINC . '/template-loader.php';
}
