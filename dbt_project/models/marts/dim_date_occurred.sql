{{ role_playing_date('occurred') }}
