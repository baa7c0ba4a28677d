{{ role_playing_date('published') }}
